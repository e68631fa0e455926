package dev.postern.acceptance;

/**
 * A key of the configuration and its effect.
 *
 * @param value a value other than the default
 * @param what names what is observed
 * @param byDefault what is observed without the key
 * @param changed what is observed with the value
 */
record SettingRow(String key, String value, String what, Observation observation, String byDefault, String changed) {}
