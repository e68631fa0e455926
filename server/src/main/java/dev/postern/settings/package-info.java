/** The configuration: one file, the environment and the command line, read once into immutable records. */
@NullMarked
package dev.postern.settings;

import org.jspecify.annotations.NullMarked;
