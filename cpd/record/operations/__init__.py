"""The verbs of the CPD record. Each is one transaction, asks again who is acting, and leaves a line in the trail."""
