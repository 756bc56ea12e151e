"""The speed of the product on PostgreSQL and Redis, beside the floor of the machine and recorded peers."""
