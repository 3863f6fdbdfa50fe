"""The person's own devices: the journal on the phone, over the network at home, for who was paired and nobody else."""
