package dev.postern.console.workflow;

/**
 * What is above every page about one workflow.
 *
 * @param tab the one that is shown: {@code definition}, {@code runs}, or empty for the first
 */
public record Head(Place place, String tab) {}
