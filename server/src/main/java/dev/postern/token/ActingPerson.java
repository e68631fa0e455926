package dev.postern.token;

/**
 * The person for whom the console uses its permissions. Only the server itself puts one into a token.
 *
 * @param name as the administrator who made the link called the person, for the audit
 * @param readOnly whether the token is refused for everything that changes something
 */
public record ActingPerson(String name, boolean readOnly) {}
