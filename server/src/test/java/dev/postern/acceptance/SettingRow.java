package dev.postern.acceptance;

/**
 * A key of the configuration and what it does.
 *
 * @param value another value than the usual
 * @param seen what is looked at
 * @param usually what is seen without the key
 * @param changed what is seen with it
 */
record SettingRow(String key, String value, String seen, Observation observation, String usually, String changed) {}
