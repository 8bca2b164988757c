"""What a vote costs: from the gateway's socket to a row on the disk, in processes of their own."""
