"""What may be done with an application, each a verb as people say it. The only place that changes one."""
