"""The front door: home, official prices, find my number, open data, check us. Reads only."""
