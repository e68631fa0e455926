package dev.postern.opath;

/** A property that filters can use, by its canonical name. */
public record OpathProperty(String name, PropertyType type) {}
