"""A bet on the play screen: the strip with its question, and the answers as tickets on the stage."""
