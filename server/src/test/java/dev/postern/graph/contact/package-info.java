@org.jspecify.annotations.NullMarked
package dev.postern.graph.contact;
