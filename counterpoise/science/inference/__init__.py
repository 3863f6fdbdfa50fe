"""From a record to the posterior of one person: the filter over its entries, the fit, the weights."""
