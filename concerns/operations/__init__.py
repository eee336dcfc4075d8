"""What may be done with a concern, each a verb as an officer would say it. The only place that changes one."""
