"""The plainest script that shows balances in a terminal: one POST with httpx, one print."""

import httpx
import screen

response = httpx.post(screen.CRYSTALPAY, json=screen.keys(1))
print(screen.text(response.content, hide_empty=False))
