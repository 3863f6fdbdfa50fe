"""What a body does to a dose and a dose to receptors: amounts in blood, and how much of a receptor they may fill."""
