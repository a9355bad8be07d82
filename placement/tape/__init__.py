"""The account tape: read a file, match its columns, check its rows, group its accounts."""
