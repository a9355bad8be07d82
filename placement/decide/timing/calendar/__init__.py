"""A book under its plans, month by month: cash in and out, accounts by stage."""
