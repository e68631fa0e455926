package dev.postern.console.overview;

/** What the overview shows. */
public record Overview(String tenant) {}
