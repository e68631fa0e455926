package dev.postern.store;

<<<<<<< HEAD
/** The two databases Postern runs on. */
=======
/** The databases that are served. */
>>>>>>> query
public enum Engine {
    SQLITE,
    POSTGRES
}
