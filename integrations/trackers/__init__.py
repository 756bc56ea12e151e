"""What experiment trackers know: MLflow and Weights & Biases behind one interface."""
