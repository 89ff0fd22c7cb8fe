"""Every sentence of the behaviour with its id, the tests that judge it, and the risks."""
