"""The toolbox of the face: rendering, paging, forms and components. It knows no domain and stands below everything."""
