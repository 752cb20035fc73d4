"""All screens but the play screen: title, settings, plugins, level map, recap, convergence map, script."""
