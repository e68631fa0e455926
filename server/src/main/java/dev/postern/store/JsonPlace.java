package dev.postern.store;

import dev.postern.query.Path;

/**
 * A value inside JSON.
 *
 * @param container an expression that yields the JSON around it; for {@link Path#SELF} the alias of the row of an array
 * @param path from the container
 * @param fullPath from the document, arrays not counted
 */
record JsonPlace(String container, Path path, Path fullPath) {}
