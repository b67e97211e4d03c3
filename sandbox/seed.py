"""The two registers of the demo; every secret here is made up and opens nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.crystalpay import CrystalPaySandbox, SandboxBalance

Method = tuple[str, str, int]

# Key: name, currency, accuracy. CrystalPAY adds and removes methods: nothing may rely on this list.
METHODS: Mapping[str, Method] = {
    "BITCOIN": ("Bitcoin", "BTC", 8),
    "USDTTRC": ("USDT TRC-20", "USDT", 6),
    "LITECOIN": ("Litecoin", "LTC", 8),
    "ETHEREUM": ("Ethereum", "ETH", 8),
    "TRON": ("Tron", "TRX", 6),
    "LZTMARKET": ("LZT Market", "RUB", 2),
    "TONCOIN": ("Toncoin", "TON", 9),
    "BNB": ("BNB Smart Chain", "BNB", 8),
    "USDTBEP": ("USDT BEP-20", "USDT", 6),
    "USDTPOL": ("USDT Polygon", "USDT", 6),
    "USDTSOL": ("USDT Solana", "USDT", 6),
    "SOLANA": ("Solana", "SOL", 9),
    "DOGECOIN": ("Dogecoin", "DOGE", 8),
    "DASH": ("Dash", "DASH", 8),
    "MONERO": ("Monero", "XMR", 8),
    "BITCOINCASH": ("Bitcoin Cash", "BCH", 8),
    "TUSDTRC": ("TUSD TRC-20", "TUSD", 6),
    "USDCTRC": ("USDC TRC-20", "USDC", 6),
    "USDCBEP": ("USDC BEP-20", "USDC", 6),
    "POLYGON": ("Polygon", "POL", 8),
    "CRYPTOBOT": ("Crypto Bot", "USDT", 6),
    "BITCOINCRYPTOBOT": ("Crypto Bot (Bitcoin)", "BTC", 8),
    "TONCRYPTOBOT": ("Crypto Bot (Toncoin)", "TON", 9),
    "EUROCETH": ("EUROC ERC-20", "EUROC", 6),
}


@dataclass(frozen=True)
class SeedRegister:
    login: str
    secret: str
    name: str
    balances: Mapping[str, SandboxBalance]


def _balances(
    amounts: Mapping[str, str], without: tuple[str, ...] = ()
) -> dict[str, SandboxBalance]:
    return {
        key: SandboxBalance(name, amounts.get(key, "0"), currency, accuracy)
        for key, (name, currency, accuracy) in METHODS.items()
        if key not in without
    }


SHOP = SeedRegister(
    "demo-shop",
    "demo-shop-test-secret-opens-nothing",
    "Shop",
    _balances(
        {
            "BITCOIN": "0.0005",
            "USDTTRC": "100.1",
            "LITECOIN": "3.20750001",
            "TRON": "58420.5",
            "LZTMARKET": "1234567.5",
            "TONCOIN": "312.000000001",
            "USDTBEP": "2480.75",
            "DOGECOIN": "15000",
            "CRYPTOBOT": "19.99",
            "BITCOINCRYPTOBOT": "0.00000309",
        }
    ),
)

MARKET = SeedRegister(
    "demo-market",
    "demo-market-test-secret-opens-nothing",
    "Market",
    _balances(
        {
            "USDTTRC": "8915.204",
            "ETHEREUM": "1.04",
            "LZTMARKET": "78210.99",
            "TONCOIN": "0.5",
            "SOLANA": "12.75",
            "MONERO": "0.1234",
        },
        without=("EUROCETH", "USDCBEP"),
    ),
)

REGISTERS = (SHOP, MARKET)


def add_registers(crystalpay: CrystalPaySandbox) -> None:
    """Add the demo's registers."""
    for register in REGISTERS:
        crystalpay.add_register(register.login, register.secret, register.name, register.balances)
