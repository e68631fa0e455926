package dev.postern.console.page;

/**
 * What an edge refused.
 *
 * @param requestId by which the audit of the request can be found
 */
public record Refused(int status, String code, String message, String requestId) {}
