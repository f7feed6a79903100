// The page's own markup and style. Python puts `page.css` and `body.html` here when it joins the
// scripts; they hold nothing that comes from the data.

export const style = "@style@";
export const body = "@body@";
