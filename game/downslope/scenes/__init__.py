"""The screens besides playing: title, settings, plugins, level map, recap, convergence map, script."""
