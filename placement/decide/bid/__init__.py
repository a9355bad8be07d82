"""What to bid for a lot: rivals, tender rules, winner's curse and the best commission."""
