"""How the models that ship with the product are made."""
