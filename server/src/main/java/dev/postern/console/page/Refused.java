package dev.postern.console.page;

/**
 * What was refused.
 *
 * @param code the error code of the edge; empty if the console itself refused
 * @param requestId by which the audit of the request can be found
 * @param back where the person came from, or the section
 */
public record Refused(int status, String code, String message, String requestId, Done.Link back) {}
