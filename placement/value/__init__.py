"""What each option is worth to the creditor: one file per option, one cash-flow table for all."""
