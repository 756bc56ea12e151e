"""`make security`: every door of the running product against everybody who should not come through it."""
