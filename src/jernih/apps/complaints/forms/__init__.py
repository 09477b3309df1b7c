"""What people fill in: closed sets and days. Words are sealed in the browser and never come."""
