/** Makes the packages: a runtime with what the program needs of the JDK, an archive and a Debian package. */
@NullMarked
package dev.postern.packages;

import org.jspecify.annotations.NullMarked;
