"""Pages of booking: apply (citizen), number (her number), staff (helper, supervisor), figures."""
