@NullMarked
package dev.postern.graph.setting;

import org.jspecify.annotations.NullMarked;
