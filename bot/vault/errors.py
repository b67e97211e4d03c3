"""What can go wrong with encryption keys and with what they have encrypted.

KeyProblem           the keys cannot be used, or not be made
 └── KeyUnreadable   not now; a moment later they may be
SecretLost           no key that we have decrypts it
"""


class KeyProblem(Exception):
    """An encryption key is missing, malformed or wrong. One line for a person, without the key."""


class KeyUnreadable(KeyProblem):
    """The key file exists but cannot be read now: a failing disk, no permission, too many files.

    Nothing is lost: the same key may be readable a moment later.
    """


class SecretLost(Exception):
    """No key that we have decrypts this secret."""
