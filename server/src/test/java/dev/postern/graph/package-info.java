@NullMarked
package dev.postern.graph;

import org.jspecify.annotations.NullMarked;
