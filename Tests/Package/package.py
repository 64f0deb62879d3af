"""What scripts/install and scripts/package put where, whether it works, and that nothing stays of it.

Usage: package.py MIRROR PROJECT
"""

import debian
import prefix

from parts import finish

prefix.test()
debian.test()
finish("package")
