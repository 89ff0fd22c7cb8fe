"""The station on the clinic's network: MQTT, and Home Assistant. No timer ever waits for it."""
