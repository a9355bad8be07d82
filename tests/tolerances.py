"""How close is equal: each tolerance says what it allows for."""

ROUNDING = 1e-12
"""Two orders of adding up the same floats, relative."""

RECOMPUTED = 1e-9
"""The same formula worked out twice in different ways, relative."""

CENT_FRACTION = 1e-8
"""Money that is nothing: far below a cent on accounts of millions."""

SEARCHED = 1e-9
"""Best values found by two searches; near an optimum the value is flat, so it is tight."""

FLAT_TOP = 1e-6
"""What a flat top leaves open in money that is not itself the value searched for, relative."""

SHORT_STEPS = 0.01
"""Months instead of continuous time, with many short months, relative."""

ONE_TRUTH = 1e-6
"""What two ages say of one account, as a share of its balance: efforts fit to 1e-7 contacts."""

SEARCHED_EFFORT = 1e-7
"""Money that hangs on an effort found by two searches, as a share of the balance: the agency's own
value is flat there, the creditor's is not."""
