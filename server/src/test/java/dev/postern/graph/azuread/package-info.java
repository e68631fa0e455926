@NullMarked
package dev.postern.graph.azuread;

import org.jspecify.annotations.NullMarked;
