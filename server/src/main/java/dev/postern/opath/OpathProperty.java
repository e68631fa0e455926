package dev.postern.opath;

/** A property that can be filtered on, by its canonical name. */
public record OpathProperty(String name, PropertyType type) {}
