"""One function per question: the door that the screen and the commands share.

The names are in `__init__.pyi`; each is loaded when it is first used, so that a command starts
with no more than it needs.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
