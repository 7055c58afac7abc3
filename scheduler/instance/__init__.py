"""The event as integers and arrays, ready for the model."""
