"""How a day is looked back on: facts to spans, applications and burdens. Pure, as the core is."""
