"""What is looked at in each kind of file before it is taken; each check raises Rejected or lets pass."""
