"""What is counted: arrays in, small frozen results out."""
