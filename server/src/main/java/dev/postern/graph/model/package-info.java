/** The types of Graph as data: what a property is called, what may be in it, and how a document of a type is read and written. */
@NullMarked
package dev.postern.graph.model;

import org.jspecify.annotations.NullMarked;
