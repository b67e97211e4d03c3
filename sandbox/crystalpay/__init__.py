"""A CrystalPAY on this machine that answers as the real one does; it moves no money."""

from sandbox.crystalpay.registers import SandboxBalance
from sandbox.crystalpay.server import CrystalPaySandbox

__all__ = ["CrystalPaySandbox", "SandboxBalance"]
