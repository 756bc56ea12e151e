"""What `make faults` and `make security` share: the running product, its clients, and the table at the end."""
