"""What is said while the machine plays: moments of a run, findings of its tries, and how long each part takes."""
