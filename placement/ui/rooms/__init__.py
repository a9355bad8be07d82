"""Every browser's desk in a process of its own, its room: what was in it ends with it.

The process that is started stays at the front. It guards the door, names browsers and hands out
the files of the page; whatever belongs to one browser's desk it passes on to that browser's room.
"""
