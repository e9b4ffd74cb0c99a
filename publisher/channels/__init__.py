"""Networks, one file each, behind the contract in `contract.py`. Knows nothing of storage, services or pages."""
